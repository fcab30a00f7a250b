"""Characters, words, sentences and names: of words it knows abbreviations only, which are spelling."""
