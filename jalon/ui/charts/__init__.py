"""Charts drawn on the server as SVG: geometry in attributes, colour by class, a table under each.

Colours are also written as attributes, so that a chart keeps them in a document where the site's CSS is not.
"""
