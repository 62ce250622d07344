"""How Emporium stands up on one machine: embedded servers, front-end build, supervisor, doctor."""
