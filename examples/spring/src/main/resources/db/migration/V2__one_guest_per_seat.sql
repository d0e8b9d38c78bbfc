ALTER TABLE booking ADD CONSTRAINT one_guest_per_seat UNIQUE (show, number);

INSERT INTO seat SELECT 'matinee', generate_series(1, 12);
