"""From an index to the concept graph, and to what can be seen in it."""
