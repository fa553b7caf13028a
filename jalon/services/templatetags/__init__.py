"""What the pages of the work share: `{% load quality %}`."""
