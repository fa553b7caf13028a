"""Files of instruments: read apart, within limits, then laid on the sheet a person keeps."""
