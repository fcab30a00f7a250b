"""What `evaluate.py` is made of: reading gold, running the pipeline, scoring, ceilings and the table."""
