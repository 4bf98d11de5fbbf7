"""The app: the concept graph and what the documents say, in the browser."""
