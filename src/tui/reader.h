/* Keys from a terminal's descriptor: the one place that waits for them, and only for as long as an Esc may need. */
#ifndef MFADESK_TUI_READER_H
#define MFADESK_TUI_READER_H

#include "mfadesk/tui/decode.h"

struct reader {
	int fd; /* borrowed */
	struct decoder *decoder; /* owned by whoever made the reader */
	bool gone; /* the terminal hung up */
};

struct key reader_key(struct reader *reader);

#endif
