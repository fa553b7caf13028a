"""Letters on the terminal, where no mail server is set: as a person reads them, not as servers send them."""

from django.core.mail.backends.console import EmailBackend

RULE = "-" * 79


class Terminal(EmailBackend):
    def write_message(self, message):
        head = (f"To: {', '.join(message.recipients())}", f"Subject: {message.subject}")
        self.stream.write("\n".join((RULE, *head, "", message.body.strip(), RULE, "")))
