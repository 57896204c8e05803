/*
 * A prompt: the fields of one act, in a drawer. It is made from the act's entry
 * in the table, sends one request, and stays open with everything typed when the
 * database refuses. What takes something away is confirmed by a capital letter.
 */
#ifndef MFADESK_DESK_FORM_H
#define MFADESK_DESK_FORM_H

#include "mfadesk/desk/screen.h"
#include "mfadesk/tui/field.h"

#define FORM_INPUTS 6
#define FORM_CHOICES 16

enum form_kind {
	FORM_TEXT,
	FORM_CHOICE, /* one of them */
	FORM_SET, /* any of them */
};

struct form_choice {
	const char *word; /* what the database is told */
	const char *label;
	char letter;
	bool chosen;
};

struct form_input {
	enum form_kind kind;
	const char *parameter; /* of the act; NULL: for the form's own use */
	const char *label;
	bool required;
	bool hidden; /* not asked now, because of what else was chosen */
	struct field *field; /* owned; FORM_TEXT */
	struct form_choice choices[FORM_CHOICES];
	size_t count;
};

struct form {
	struct screen base;
	struct arena *arena; /* owns the form's texts */
	const char *title; /* "Suspend iPhone 12" */
	const char *about; /* whom it is about, where no page behind it says so */
	const char *intro; /* what it will do; may be NULL */
	const char *caution; /* what to know first; may be NULL */
	const char *aside; /* below what is asked; may be NULL */
	const char *done; /* what to say when it is done; may be NULL */
	size_t count;
	size_t focus; /* == count: the last line, where single keys are commands */
	int64_t version; /* of the person, when the form was opened */
	uint64_t tag; /* under way */
	/* After every key: what is asked depends on what was chosen. May be NULL. */
	void (*arrange)(struct form *form);
	/* The request before it goes; texts it adds are the effects' arena's. May be NULL. */
	void (*complete)(const struct desk *desk, struct form *form, struct act_request *request, struct arena *arena);
	/* The answer, after the form was taken off the stack; also of a pair of which only the first was done. */
	void (*answered)(
		struct desk *desk, const struct form *form, const struct link_reply *reply, struct effects *effects);
	struct act_request request; /* what is not asked for */
	struct form_input inputs[FORM_INPUTS];
	struct error error;
	bool titled; /* the title says whom it is about, where there is room for it */
	bool versioned; /* the act says which version of the person was seen */
	bool moved; /* it is not that any more: the page's counts, when it is sent again */
	char confirm; /* the capital that sends it; 0: Enter does */
};

/* For an act on the page's case where it is on a case. The title is copied. Owned by the caller until pushed. */
struct form *form_new(const struct desk *desk, enum act act, const char *title) MUST_CHECK;
/* On top of the page, ready to be filled in; what was said before was about something else. */
void form_open(struct desk *desk, struct form *form);
/* A value that is not asked for; copied. */
void form_fix(struct form *form, const char *parameter, const char *value);
/* Inputs, in the order in which they are asked. From the act table where it knows the words. */
struct form_input *form_add_text(struct form *form, const char *parameter, const char *label, size_t limit);
struct form_input *form_add_choice(struct form *form, const char *parameter, const char *label);
struct form_input *form_add_set(struct form *form, const char *parameter, const char *label);
/* One more of the choices; letter 0: the first of the label that is free. Strings are copied. */
void form_offer(struct form *form, struct form_input *input, const char *word, const char *label, char letter);

/* Chosen beforehand, for what it nearly always is; it is shown, and can be chosen otherwise. */
void form_choose(struct form *form, size_t input, const char *word);

/* The word chosen, NULL while none is. */
const char *form_chosen(const struct form_input *input);
/* A key in an input that has choices; false: it means nothing there. Focus goes on behind one that was chosen. */
bool form_key_in_choices(struct form *form, struct form_input *input, const struct key *key);
/* The next input that is asked after `index`, `count` where there is none. */
size_t form_next(const struct form *form, size_t index);
/* It was refused for want of a lead who approves it. */
bool form_needs_lead(const struct form *form);
void form_draw(const struct desk *desk, const struct screen *screen, const struct canvas *canvas);

#endif
