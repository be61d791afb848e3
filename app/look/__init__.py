"""How everything looks: themes, fonts, icons, and the style of every method."""
