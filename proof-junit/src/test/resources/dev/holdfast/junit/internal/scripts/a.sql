CREATE TABLE a (a int);
