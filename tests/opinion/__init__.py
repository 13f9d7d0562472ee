"""Second opinions on written answers, asked of an endpoint over real HTTP."""
