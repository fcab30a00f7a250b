"""Characters, words, sentences and names: nothing here knows a word of any language."""
