"""意見台帳: taking opinions in, assigning, grouping, replying, saying what changed, publishing."""
