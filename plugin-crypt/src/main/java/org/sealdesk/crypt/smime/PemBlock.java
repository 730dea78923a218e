package org.sealdesk.crypt.smime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468, and the older form with header lines).
 *
 * @param label {@code CERTIFICATE}, {@code RSA PRIVATE KEY}, …
 * @param headers {@code DEK-Info} and {@code Proc-Type} of keys locked the old way
 * @param octets empty if the base64 is damaged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PemBlock(String label, Map<String, String> headers, byte[] octets) {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 #]{1,60})-----[ \\t]*\\r?\\n");

    /** All blocks in a file, whatever stands between them; one without an end ends the search. */
    static List<PemBlock> in(byte[] file, int max) {
        List<PemBlock> blocks = new ArrayList<>();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        Matcher m = BEGIN.matcher(text);
        int from = 0;
        while (blocks.size() < max && m.find(from)) {
            int end = text.indexOf("-----END " + m.group(1) + "-----", m.end());
            if (end < 0) {
                break;
            }
            blocks.add(of(m.group(1), text.substring(m.end(), end)));
            from = end;
        }
        return blocks;
    }

    private static PemBlock of(String label, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder base64 = new StringBuilder(body.length());
        for (String line : body.split("\\r?\\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim(),
                        line.substring(colon + 1).trim());
            } else {
                base64.append(line.trim());
            }
        }
        try {
            return new PemBlock(label, headers, Base64.getMimeDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            return new PemBlock(label, headers, new byte[0]);
        }
    }

    void wipe() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "PemBlock[" + label + "]";
    }
}
