"""Who may see what: a bank full of canaries, and every call that could carry one out."""
