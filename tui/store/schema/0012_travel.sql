-- Whose word a verification's records are, so that they travel with the unit that wrote them. Empty: the keeper's
-- self-check, and verifications recorded here before.

ALTER TABLE check_record ADD COLUMN unit INTEGER REFERENCES organization(id);
ALTER TABLE branch_statement ADD COLUMN unit INTEGER REFERENCES organization(id);
