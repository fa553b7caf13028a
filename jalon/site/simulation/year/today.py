from datetime import date


def acts(end: date):
    return iter(())
