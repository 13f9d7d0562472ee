"""The real service, over real HTTP, in many hands at once, with its processes killed and its neighbours gone."""
