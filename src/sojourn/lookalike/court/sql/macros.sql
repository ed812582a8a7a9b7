-- Every draw is a hash of what is drawn for and a salt: any part of the release can be written without the rest.
-- {seed_term} is a large number made of the seed; {faults} scales the oddities and is 0 in a clean release.
CREATE MACRO draw(x, salt) AS hash(x::BIGINT * 512 + salt + {seed_term});
CREATE MACRO share(x, salt) AS (draw(x, salt) >> 11)::DOUBLE / 9007199254740992.0;
CREATE MACRO below(x, salt, bound) AS (draw(x, salt) % bound)::INTEGER;
CREATE MACRO slot(kind, x, salt) AS (kind * 4096 + below(x, salt, 4096))::INTEGER;

-- An oddity that strikes at a published share, and in two cases in the first hundred whatever the size.
CREATE MACRO odd(i, x, salt, chance) AS
    share(x, salt) < chance * {faults} OR ({faults} > 0 AND i IN ((salt * 37) % 89, (salt * 53 + 17) % 97));

-- What the next month changes, at a share of its own and in two cases in the first hundred.
CREATE MACRO struck(i, x, salt, chance) AS share(x, salt) < chance OR i IN ((salt * 37) % 89, (salt * 53 + 17) % 97);

-- A court's working day: Saturdays and Sundays become the Friday before.
CREATE MACRO working(day) AS day - CASE dayofweek(day) WHEN 0 THEN 2 WHEN 6 THEN 1 ELSE 0 END;
CREATE MACRO fiscal_year(day) AS year(day) + (month(day) > 9)::INTEGER;
CREATE MACRO waited(x, salt, mean) AS least(7000, floor(-ln(1 - share(x, salt)) * mean))::INTEGER;
CREATE MACRO case_key(i) AS 1500000 + i * 3;
CREATE MACRO proceeding_key(i, j) AS 2500000 + i * 8 + j;
-- A key in the shape of a GUID that says that it is invented.
CREATE MACRO attorney_key(number) AS printf('%08X-1AE0-4E1D-9BAD-%012X', (number * 2654435761 % 4294967296)::BIGINT, number::BIGINT);
