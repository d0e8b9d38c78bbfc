create table items (id bigint generated always as identity primary key, name text not null unique, stock int not null check (stock >= 0));
create table orders (id bigint generated always as identity primary key, item bigint not null references items, buyer text not null);
insert into items (name, stock) values ('ticket', 1), ('poster', 100);
