package org.sealdesk.crypt.store;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.verdict.Technology;

/**
 * The words by which a certificate is found: of its names and addresses, and its identifiers in hexadecimal. Case and
 * accents do not count.
 */
final class SearchWords {

    /** A certificate with hundreds of user ids must not fill the index. */
    static final int MAX_WORDS = 400;

    private SearchWords() {}

    static Set<String> of(Certificate certificate) {
        Set<String> words = new LinkedHashSet<>();
        identifiers(certificate).forEach(id -> words.add(fold(id)));
        certificate.addresses().forEach(address -> {
            words.add(fold(address.toString()));
            addWords(words, address.toString());
        });
        certificate.names().forEach(name -> addWords(words, name));
        Set<String> bounded = new LinkedHashSet<>();
        words.stream().filter(word -> !word.isEmpty()).limit(MAX_WORDS).forEach(bounded::add);
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
                        .flatMap(x -> Stream.of(x.sha1().hex(), x.subjectHash(), x.subjectHashOld()));
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

    static boolean matches(Set<String> words, List<String> query) {
        return query.stream().allMatch(typed -> words.stream().anyMatch(word -> word.startsWith(typed)));
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
