insert into items (name, stock) values ('ticket', 1), ('poster', 100), ('mug', 100);
