"""What the pages share: the figures they ask for, the scope, blocks to show, and words."""
