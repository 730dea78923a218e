package org.sealdesk.crypt.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters of one field put together from their pieces: continuations, language and character set (RFC 2231).
 *
 * @param values decoded, by name in lower case
 * @param duplicates names that occur more than once in any form; which one a reader takes is anybody's guess
 */
record Parameters(Map<String, String> values, java.util.Set<String> duplicates) {

    static final Parameters NONE = new Parameters(Map.of(), java.util.Set.of());

    Parameters {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        duplicates = java.util.Set.copyOf(duplicates);
    }

    /** One parameter as written. */
    record Piece(String name, String value) {}

    static Parameters join(List<Piece> pieces) {
        Map<String, Collected> byName = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            String name = piece.name().toLowerCase(Locale.ROOT);
            int star = name.indexOf('*');
            String base = star < 0 ? name : name.substring(0, star);
            byName.computeIfAbsent(base, b -> new Collected()).add(star < 0 ? "" : name.substring(star), piece.value());
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> duplicates = new ArrayList<>();
        byName.forEach((name, collected) -> {
            values.put(name, collected.value());
            if (collected.isAmbiguous()) {
                duplicates.add(name);
            }
        });
        return new Parameters(values, java.util.Set.copyOf(duplicates));
    }

    /** All forms of one parameter. */
    private static final class Collected {
        private final List<String> plain = new ArrayList<>();
        private final List<String> extended = new ArrayList<>();
        private final Map<Integer, Segment> segments = new TreeMap<>();
        private int repeated;

        private record Segment(String text, Encoding encoding) {}

        private enum Encoding {
            LITERAL,
            PERCENT
        }

        void add(String suffix, String value) {
            if (suffix.isEmpty()) {
                plain.add(value);
            } else if (suffix.equals("*")) {
                extended.add(value);
            } else {
                addSegment(suffix.substring(1), value);
            }
        }

        private void addSegment(String index, String value) {
            Encoding encoding = index.endsWith("*") ? Encoding.PERCENT : Encoding.LITERAL;
            String digits = encoding == Encoding.PERCENT ? index.substring(0, index.length() - 1) : index;
            if (!digits.matches("0|[1-9][0-9]{0,4}")) {
                repeated++;
                return;
            }
            if (segments.putIfAbsent(Integer.parseInt(digits), new Segment(value, encoding)) != null) {
                repeated++;
            }
        }

        boolean isAmbiguous() {
            int forms = plain.size() + extended.size() + (segments.isEmpty() ? 0 : 1);
            return forms > 1 || repeated > 0;
        }

        /** The form that can say most wins, as in readers that know RFC 2231. */
        String value() {
            if (!extended.isEmpty()) {
                return decodeExtended(extended.get(0));
            }
            return segments.containsKey(0) || plain.isEmpty() ? joined() : plain.get(0);
        }

        private String joined() {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            String charset = "";
            for (int i = 0; ; i++) {
                Segment segment = segments.get(i);
                if (segment == null) {
                    break;
                }
                String text = segment.text();
                if (segment.encoding() == Encoding.PERCENT) {
                    if (i == 0) {
                        charset = charsetOf(text);
                        text = afterCharset(text);
                    }
                    octets.writeBytes(percentDecoded(text));
                } else {
                    octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            return decode(octets.toByteArray(), charset);
        }

        private static String decodeExtended(String value) {
            return decode(percentDecoded(afterCharset(value)), charsetOf(value));
        }

        private static String charsetOf(String value) {
            int quote = value.indexOf('\'');
            return quote < 0 || value.indexOf('\'', quote + 1) < 0 ? "" : value.substring(0, quote);
        }

        private static String afterCharset(String value) {
            int first = value.indexOf('\'');
            int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
            return second < 0 ? value : value.substring(second + 1);
        }

        private static byte[] percentDecoded(String text) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] in = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < in.length; i++) {
                int hex = in[i] == '%' && i + 2 < in.length ? EncodedWords.hex(in[i + 1], in[i + 2]) : -1;
                if (hex >= 0) {
                    out.write(hex);
                    i += 2;
                } else {
                    out.write(in[i]);
                }
            }
            return out.toByteArray();
        }

        private static String decode(byte[] octets, String charset) {
            return Charsets.find(charset).map(c -> new String(octets, c)).orElseGet(() -> Charsets.lenient(octets));
        }
    }
}
