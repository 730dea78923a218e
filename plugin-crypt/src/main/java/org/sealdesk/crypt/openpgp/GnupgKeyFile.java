package org.sealdesk.crypt.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A file of GnuPG's folder {@code private-keys-v1.d}. It holds numbers alone: no name, no time, and so not the
 * fingerprint of the key that it belongs to.
 */
final class GnupgKeyFile {

    private static final int HEAD_OCTETS = 512;
    private static final Pattern KEY = Pattern.compile(
            "^(?:[A-Z][A-Za-z-]{1,30}:[^\\n]{0,200}\\n|[ \\t][^\\n]{0,200}\\n){0,8}(?:Key: )?\\(\\s{0,4}(?:\\d{1,2}:)?(?:protected-|shadowed-)?private-key\\b");

    private GnupgKeyFile() {}

    static boolean is(byte[] file) {
        String head = new String(Arrays.copyOf(file, Math.min(file.length, HEAD_OCTETS)), StandardCharsets.ISO_8859_1);
        return KEY.matcher(head).find();
    }
}
