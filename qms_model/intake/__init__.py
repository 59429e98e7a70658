"""How a file enters: read -> headers -> cells -> checks -> plan."""
