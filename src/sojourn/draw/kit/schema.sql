-- What a kit remembers. The rules that must hold whoever writes stand here, not in the code that writes.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- No name, no number, no address, no nationality, no day (week and renewed count weeks): a secret that only the household's code gives, and what a draw needs.
CREATE TABLE household (
    id INTEGER PRIMARY KEY,
    secret BLOB NOT NULL UNIQUE CHECK (length(secret) = 32),
    size INTEGER NOT NULL CHECK (size >= 1),
    week INTEGER NOT NULL CHECK (week >= 1),
    sites TEXT NOT NULL CHECK (json_array_length(sites) >= 1),
    class TEXT NOT NULL,
    renewed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'offered', 'confirmed', 'served', 'withdrawn', 'expired')),
    merged_into INTEGER REFERENCES household (id) CHECK (merged_into IS NULL OR state = 'withdrawn')
) STRICT;

CREATE INDEX household_by_state ON household (state, renewed);

-- Hashes of what the clinic sees anyway and chose to recognise a household by; gone when the household is gone.
CREATE TABLE mark (
    household INTEGER PRIMARY KEY REFERENCES household (id),
    digest BLOB NOT NULL UNIQUE
) STRICT;

-- Every change of state, without its time: from it alone the states can be made again.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    was TEXT,
    became TEXT NOT NULL
) STRICT;

CREATE TABLE round (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    state TEXT NOT NULL DEFAULT 'frozen' CHECK (state IN ('frozen', 'drawn', 'void')),
    list TEXT NOT NULL,
    beacon TEXT,
    outcomes TEXT,
    day INTEGER,
    CHECK ((state = 'drawn') = (beacon IS NOT NULL AND outcomes IS NOT NULL AND day IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX one_round_is_frozen ON round (state) WHERE state = 'frozen';

CREATE TABLE entry (
    round INTEGER NOT NULL REFERENCES round (number),
    household INTEGER NOT NULL REFERENCES household (id),
    token TEXT NOT NULL UNIQUE CHECK (length(token) = 64),
    PRIMARY KEY (round, household)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
    round INTEGER NOT NULL REFERENCES round (number),
    site TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    given INTEGER NOT NULL DEFAULT 0 CHECK (given BETWEEN 0 AND places),
    PRIMARY KEY (round, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer (
    id INTEGER PRIMARY KEY,
    round INTEGER NOT NULL,
    household INTEGER NOT NULL,
    site TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 1),
    stage TEXT NOT NULL,
    until INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'offered'
        CHECK (state IN ('offered', 'confirmed', 'served', 'cancelled', 'lapsed', 'missed')),
    UNIQUE (round, household),
    FOREIGN KEY (round, household) REFERENCES entry (round, household),
    FOREIGN KEY (round, site) REFERENCES place (round, site)
) STRICT;

CREATE UNIQUE INDEX one_live_offer_a_household ON offer (household) WHERE state IN ('offered', 'confirmed');

-- Each time that places which were given back went to others, as it is published.
CREATE TABLE reassignment (
    round INTEGER NOT NULL REFERENCES round (number),
    number INTEGER NOT NULL CHECK (number >= 1),
    document TEXT NOT NULL,
    PRIMARY KEY (round, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    round INTEGER NOT NULL REFERENCES round (number),
    line TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX one_freeze_a_round ON log (round) WHERE kind = 'freeze';
CREATE UNIQUE INDEX one_end_a_round ON log (round) WHERE kind IN ('draw', 'void');

-- A household's state follows its offer's.

CREATE TRIGGER offer_made BEFORE INSERT ON offer
WHEN NEW.state <> 'offered' OR (SELECT state FROM household WHERE id = NEW.household) <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'only a household that waits can be offered a place'); END;

CREATE TRIGGER offer_takes_places AFTER INSERT ON offer
BEGIN
    UPDATE place SET given = given + NEW.places WHERE round = NEW.round AND site = NEW.site;
    UPDATE household SET state = 'offered' WHERE id = NEW.household;
END;

CREATE TRIGGER offer_moves BEFORE UPDATE OF state ON offer
WHEN OLD.state || '>' || NEW.state NOT IN (
    'offered>confirmed', 'offered>served', 'offered>cancelled', 'offered>lapsed',
    'confirmed>served', 'confirmed>cancelled', 'confirmed>missed')
BEGIN SELECT RAISE(ABORT, 'an offer that has ended stays ended'); END;

CREATE TRIGGER offer_gives_places_back AFTER UPDATE OF state ON offer WHEN NEW.state IN ('cancelled', 'lapsed')
BEGIN UPDATE place SET given = given - NEW.places WHERE round = NEW.round AND site = NEW.site; END;

CREATE TRIGGER offer_tells_household AFTER UPDATE OF state ON offer
BEGIN
    UPDATE household SET state = CASE WHEN NEW.state IN ('confirmed', 'served') THEN NEW.state ELSE 'waiting' END
    WHERE id = NEW.household;
END;

CREATE TRIGGER offer_is_fixed BEFORE UPDATE OF round, household, site, places, stage, until ON offer
BEGIN SELECT RAISE(ABORT, 'an offer is not moved'); END;

-- What a household can become, and what it keeps.

CREATE TRIGGER household_begins BEFORE INSERT ON household WHEN NEW.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'a household begins by waiting'); END;

CREATE TRIGGER household_moves BEFORE UPDATE OF state ON household
WHEN OLD.state || '>' || NEW.state NOT IN (
    'waiting>offered', 'waiting>withdrawn', 'waiting>expired',
    'offered>confirmed', 'offered>served', 'offered>waiting', 'confirmed>served', 'confirmed>waiting')
BEGIN SELECT RAISE(ABORT, 'a household that has left does not come back under its old entry'); END;

CREATE TRIGGER household_keeps_its_date BEFORE UPDATE OF week ON household WHEN NEW.week > OLD.week
BEGIN SELECT RAISE(ABORT, 'the date of registration never moves forward'); END;

CREATE TRIGGER household_is_told AFTER INSERT ON household
BEGIN INSERT INTO journal (household, was, became) VALUES (NEW.id, NULL, NEW.state); END;

CREATE TRIGGER household_move_is_told AFTER UPDATE OF state ON household
BEGIN
    INSERT INTO journal (household, was, became) VALUES (NEW.id, OLD.state, NEW.state);
    DELETE FROM mark WHERE household = NEW.id AND NEW.state IN ('served', 'withdrawn', 'expired');
END;

-- What was frozen, drawn or told stays as it was.

CREATE TRIGGER round_is_fixed BEFORE UPDATE ON round WHEN OLD.state <> 'frozen' OR NEW.list <> OLD.list
BEGIN SELECT RAISE(ABORT, 'a round that was drawn or void stays, and a frozen list is not changed'); END;
CREATE TRIGGER entry_is_fixed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'a frozen list is not changed'); END;
CREATE TRIGGER place_is_fixed BEFORE UPDATE OF round, site, places ON place
BEGIN SELECT RAISE(ABORT, 'the places of a round are not changed'); END;
CREATE TRIGGER journal_is_fixed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER log_is_fixed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER reassignment_is_fixed BEFORE UPDATE ON reassignment
BEGIN SELECT RAISE(ABORT, 'a reassignment is not changed'); END;
CREATE TRIGGER household_stays BEFORE DELETE ON household BEGIN SELECT RAISE(ABORT, 'no registration is deleted'); END;
CREATE TRIGGER round_stays BEFORE DELETE ON round BEGIN SELECT RAISE(ABORT, 'no round is deleted'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'a frozen list is not changed'); END;
CREATE TRIGGER offer_stays BEFORE DELETE ON offer BEGIN SELECT RAISE(ABORT, 'no offer is deleted'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER reassignment_stays BEFORE DELETE ON reassignment
BEGIN SELECT RAISE(ABORT, 'no reassignment is deleted'); END;
