package org.sealdesk.crypt.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * The words by which a certificate is found: of its names, addresses and issuer, and its identifiers in hexadecimal; a
 * serial number in decimal too. Case and
 * accents do not count.
 */
final class SearchWords {

    /** A certificate with hundreds of user ids must not fill the index. */
    static final int MAX_WORDS = 400;

    /** Longer words are told apart by this much of them. */
    static final int MAX_WORD_LENGTH = 100;

    private static final String BEFORE_EACH = "\n";

    private SearchWords() {}

    static Set<String> of(Certificate certificate) {
        Set<String> words = new LinkedHashSet<>();
        identifiers(certificate).forEach(id -> words.add(fold(id)));
        // A set has them in any order; the same certificate must always come to the same words, also beyond the bound.
        certificate.addresses().stream().map(MailAddress::toString).sorted().forEach(address -> {
            words.add(fold(address));
            addWords(words, address);
        });
        certificate.names().forEach(name -> addWords(words, name));
        certificate.x509().ifPresent(x509 -> {
            addWords(words, x509.subject());
            addWords(words, x509.issuer());
        });
        Set<String> bounded = new LinkedHashSet<>();
        words.stream()
                .filter(word -> !word.isEmpty())
                .map(SearchWords::cut)
                .limit(MAX_WORDS)
                .forEach(bounded::add);
        return bounded;
    }

    private static Stream<String> identifiers(Certificate certificate) {
        Stream<String> fingerprints = Stream.concat(
                        Stream.of(certificate.fingerprint()),
                        certificate.keys().stream().map(ComponentKey::fingerprint))
                .map(Fingerprint::hex)
                .distinct();
        Stream<String> others = certificate.technology() == Technology.OPENPGP
                ? certificate.keys().stream()
                        .map(key -> Fingerprint.keyIdText(key.fingerprint().keyId()))
                : certificate.x509().stream()
                        .flatMap(x -> Stream.concat(
                                Stream.of(
                                        x.sha1().hex(),
                                        x.subjectHash(),
                                        x.subjectHashOld(),
                                        x.serial().toString(),
                                        x.serial().toString(16)),
                                x.subjectKeyIdentifier().stream().map(Octets::hex)));
        return Stream.concat(fingerprints, others);
    }

    private static void addWords(Set<String> words, String text) {
        for (String word : fold(text).split("[^\\p{L}\\p{N}]+", -1)) {
            words.add(word);
        }
    }

    /** What an administrator typed, as words to look for: at spaces only, so that an address stays whole. */
    static List<String> ofQuery(String text) {
        return Stream.of(fold(text).strip().split("[\\s,;<>\"()]+", -1))
                .flatMap(SearchWords::ofTyped)
                .filter(word -> !word.isEmpty())
                .map(SearchWords::cut)
                .distinct()
                .toList();
    }

    /** An address stays whole, a fingerprint loses its colons, anything else falls into words. */
    private static Stream<String> ofTyped(String typed) {
        if (typed.indexOf('@') > 0) {
            return Stream.of(typed);
        }
        if (typed.matches("(0x)?[0-9a-f:]{8,}")) {
            return Stream.of(typed.replace("0x", "").replace(":", ""));
        }
        return Stream.of(typed.split("[^\\p{L}\\p{N}]+", -1));
    }

    private static String cut(String word) {
        return word.substring(0, Math.min(word.length(), MAX_WORD_LENGTH));
    }

    /** For {@link #matches}. */
    static byte[] encode(Set<String> words) {
        return (BEFORE_EACH + String.join(BEFORE_EACH, words)).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether each typed word begins one of the words that were encoded from an octet on. */
    static boolean matches(byte[] encoded, int from, List<String> typed) {
        String words = new String(encoded, from, encoded.length - from, StandardCharsets.UTF_8);
        return typed.stream().allMatch(word -> words.contains(BEFORE_EACH + word));
    }

    /** Lower case, compatibility forms resolved, accents and control characters gone. */
    static String fold(String text) {
        if (isPlain(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cc}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
