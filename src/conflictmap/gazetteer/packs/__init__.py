"""Packs: gazetteers that a user adds as layers of their own.

An importer (one module a source) turns a file into records, `store` keeps them in the user's data folder, `compiled`
makes the index that `Gazetteer` opens as a layer.
"""
