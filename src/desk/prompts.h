/* The prompts of acts, each pushed by its function. Ids and texts are copied. */
#ifndef DESK_PROMPTS_H
#define DESK_PROMPTS_H

#include "mfadesk/desk/form.h"

/* The places of the inputs of "Add a phone". */
enum { PHONE_KIND, PHONE_NUMBER, PHONE_EXTENSION, PHONE_DEVICE, PHONE_NEW_DEVICE };

/* On the page's case; a target is a sign-in method or a device. */
void prompt_suspend(struct desk *desk, const char *target);
void prompt_restore(struct desk *desk, const char *target);
void prompt_revoke(struct desk *desk, const char *target);
void prompt_default(struct desk *desk, const char *method);
void prompt_number(struct desk *desk, const char *method);
void prompt_note(struct desk *desk);
void prompt_close(struct desk *desk);
void prompt_contact(struct desk *desk);
/* The steps of the replaced phone that no single act has. */
void prompt_happened(struct desk *desk);
void prompt_stuck(struct desk *desk);
void prompt_finish(struct desk *desk);
void prompt_phone(struct desk *desk);
/* A document, or a code; those of the method `first` ("": none) are offered first. */
void prompt_proof(struct desk *desk, const char *first);
/* Brings back the challenge that goes on for the method, or asks for one. */
void prompt_test(struct desk *desk, const char *method, struct effects *effects);
void prompt_enrol(struct desk *desk);
void prompt_pass(struct desk *desk);
void prompt_codes(struct desk *desk);
void prompt_end_pass(struct desk *desk);
void prompt_moved(struct desk *desk, const char *method);
/* RAISE or CLEAR; `about` names the person where no page does, "" where it does. */
void prompt_doubt(struct desk *desk, enum act act, const char *who, const char *about);

/* On a case of the list, which is somebody else's. */
void prompt_take(struct desk *desk, const struct case_file *file);
void prompt_approve(struct desk *desk, const struct case_file *file);
/* The ids may be "": then they are asked for. */
void prompt_confirm(struct desk *desk, const char *case_id, const char *proof, const char *about);

#endif
