"""Codings and passes in and out, as other programs and people exchange them."""
