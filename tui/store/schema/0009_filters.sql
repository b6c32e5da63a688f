-- Filters that a person keeps under a name: settings of that person, not journaled, in no report.

CREATE TABLE saved_filter(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL REFERENCES person(id),
  name TEXT NOT NULL,
  text TEXT NOT NULL                                   -- as it was typed
) STRICT;
CREATE UNIQUE INDEX saved_filter_name ON saved_filter(person, name);

-- What filters ask for most, where a scan of a million members takes a hundred times as long (measured). The partial
-- ones hold the exceptions only: a term repeats their condition literally.
CREATE INDEX member_phone4 ON member(substr(phone, -4)) WHERE phone IS NOT NULL;
CREATE INDEX member_landline ON member(landline) WHERE landline IS NOT NULL;
CREATE INDEX member_joined ON member(joined) WHERE joined IS NOT NULL;
CREATE INDEX member_dues ON member(dues_to, membership) WHERE dues_to IS NOT NULL;
CREATE INDEX member_lost ON member(lost) WHERE lost = 'yes';
CREATE INDEX member_floating ON member(floating) WHERE floating = 'yes';
CREATE INDEX member_suspended ON member(membership) WHERE membership = 'suspended';
CREATE INDEX member_probationary ON member(category) WHERE category = 'probationary';
CREATE INDEX subject_elsewhere ON subject(campaign, ground, member) WHERE ground <> 'in_branch';
CREATE INDEX review_noted ON review(campaign, stage, member) WHERE note <> '';
CREATE INDEX finding_open ON finding(campaign, code, member) WHERE state = 'open';
