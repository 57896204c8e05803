-- What an import tells persons of their ways in: changes (of what they had), all (what is added too), or none.

INSERT INTO directory.setting (name, value) VALUES ('import_notices', 'changes');
