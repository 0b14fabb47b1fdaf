"""Recipe of Stepscope's built-in demo model: synthetic problems, an imperfect reasoner, a small transformer, a step scorer."""
