# docs/pictures: small, harmless, readable, and shown. That they are not older than the screens: tests/screen/story_test.c.
# fast
. tests/lib/tap.sh

# One line for each thing that is wrong with a picture.
faults() {
	python3 - "$1" <<-'PYTHON'
		import re, sys
		from xml.etree import ElementTree
		text = open(sys.argv[1], encoding="utf-8").read()
		root = ElementTree.fromstring(text)
		name = lambda tag: root.find("{http://www.w3.org/2000/svg}" + tag)
		for tag in "title", "desc":
		    if name(tag) is None or not name(tag).text:
		        print("no", tag)
		for bad in "<script", "<image", "<foreignObject", "@import", "url(", 'href="http':
		    if bad in text:
		        print("holds", bad)

		def light(colour):
		    colour = colour * 2 if len(colour) == 3 else colour
		    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
		    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
		    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

		palettes = [line for line in name("style").text.splitlines() if ".G{fill:" in line]
		if len(palettes) != 2 or "prefers-color-scheme:dark" not in palettes[1]:
		    print("not light and dark")
		for palette in palettes:
		    fills = dict((key, light(colour)) for key, colour in re.findall(r"([.\w]+)\{fill:#(\w+)", palette))
		    for key in ".I", ".d", ".r", ".g", ".y":
		        low, high = sorted((fills[key], fills[".G"]))
		        if (high + 0.05) / (low + 0.05) < 4.5:
		            print(key, "is hard to tell from the ground")
	PYTHON
}

readme=$(cat README.md)
for picture in docs/pictures/*.svg; do
	is "$(faults "$picture" 2>&1)" "" "$picture: words for who does not see it, nothing from elsewhere, colours that can be told"
	ok "$picture: at most 64 KiB" test "$(wc -c <"$picture")" -le 65536
	contains "$readme" "$picture" "$picture is shown"
done

if command -v rsvg-convert >/dev/null; then
	rsvg-convert docs/pictures/qr.svg --output "$TEST_DIR/qr.png"
	like "$(zbarimg --nodbus --quiet --raw "$TEST_DIR/qr.png")" '^otpauth://totp/Example%20Health:' "the QR code can be scanned"
else
	skip 1 "rsvg-convert is not installed"
fi

done_testing
