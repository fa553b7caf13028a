"""Find, act, answer. What a person may not know of answers 404, what no role of theirs allows answers 403."""
