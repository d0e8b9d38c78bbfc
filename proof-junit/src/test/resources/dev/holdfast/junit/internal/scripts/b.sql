CREATE TABLE b (b int);
