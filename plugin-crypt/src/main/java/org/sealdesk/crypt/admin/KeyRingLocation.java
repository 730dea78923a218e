package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a GnuPG key ring lies, out of a setting that is either a directory or the option string which older systems
 * put before each call of {@code gpg}.
 */
final class KeyRingLocation {

    /** Runs of quoted and plain characters, as a shell would see them. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    private static final String OPTION = "--homedir";

    private KeyRingLocation() {}

    /** The directory; empty if it is an option string that names none. */
    static Optional<String> of(String setting) {
        String text = setting.strip();
        if (!text.startsWith("-")) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(OPTION + "=")) {
                return Optional.of(word.substring(OPTION.length() + 1));
            }
            if (word.equals(OPTION) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher m = WORD.matcher(text);
        while (m.find()) {
            words.add(m.group().replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"));
        }
        return words;
    }
}
