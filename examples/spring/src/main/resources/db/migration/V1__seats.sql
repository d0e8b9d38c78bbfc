CREATE TABLE seat (
    show text,
    number integer,
    PRIMARY KEY (show, number)
);

CREATE TABLE booking (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show text NOT NULL,
    number integer NOT NULL,
    guest text NOT NULL,
    FOREIGN KEY (show, number) REFERENCES seat
);
