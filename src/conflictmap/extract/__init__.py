"""Read the claims, events and movements out of a document: finders first."""
