CREATE TABLE seat (
    number integer PRIMARY KEY,
    guest text
);
