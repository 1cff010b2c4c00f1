// FILL IN 18: what holds for any input of the pure core; delete this file where there is no open input.
test.todo('holds for any input');
