-- Notices that are waited for, and those of imports.

INSERT INTO directory.period (name, value) VALUES ('telling', '5 minutes');  -- how long a desk looks what becomes of a notice

-- What an import tells persons of their ways in: changes (of what they had), all (what is added too), or none.
INSERT INTO directory.setting (name, value) VALUES ('import_notices', 'changes');
