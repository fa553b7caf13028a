"""What can be done in the committee: call, attend, vote, decide, minute; evaluate, recommend, warn."""
