"""The papers' claims and their reviewers' questions, tried."""
