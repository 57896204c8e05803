-- How cases end: what they suspended is decided; what nobody asks for any more is removed.

CREATE INDEX sign_in_method_suspended_case_idx ON directory.sign_in_method (suspended_case) WHERE suspended_case IS NOT NULL;

INSERT INTO directory.setting (name, value) VALUES ('desk_hours', '');  -- when somebody is in desk_room, as people say it

-- Tries of passes, and how often they were made.
INSERT INTO directory.period (name, value) VALUES ('pass_result', '10 minutes');  -- how long what came of a try is said
CREATE INDEX pass_try_finished_idx ON directory.pass_try (at) WHERE finished_at IS NOT NULL;
CREATE INDEX try_count_began_idx ON directory.try_count (kind, began_at);
