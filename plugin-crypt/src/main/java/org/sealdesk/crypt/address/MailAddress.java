package org.sealdesk.crypt.address;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * One mailbox, in the form in which two are compared: local part exactly as written, domain as lower-case A-label (RFC
 * 5321, section 2.4; RFC 5890). No substring, prefix or top-level-domain rule: two addresses are the same or they are
 * not.
 */
public final class MailAddress implements Comparable<MailAddress> {

    /** RFC 5321, section 4.5.3.1: 64 for the local part, 255 for the domain, one for the sign between them. */
    public static final int MAX_OCTETS = 320;

    private final String localPart;
    private final String domain;

    private MailAddress(String localPart, String domain) {
        this.localPart = localPart;
        this.domain = domain;
    }

    /**
     * Reads an addr-spec (RFC 5322, section 3.4.1) without comments, display name, brackets or white space. A trailing
     * dot, a control character, a space, a second sign outside quotes make it no address.
     */
    public static Optional<MailAddress> parse(String addrSpec) {
        int at = addrSpec.lastIndexOf('@');
        if (at < 1 || at == addrSpec.length() - 1 || addrSpec.length() > MAX_OCTETS) {
            return Optional.empty();
        }
        String local = addrSpec.substring(0, at);
        if (!isLocalPart(local)) {
            return Optional.empty();
        }
        return domain(addrSpec.substring(at + 1)).map(d -> new MailAddress(unquote(local), d));
    }

    private static boolean isLocalPart(String local) {
        return local.startsWith("\"") ? isQuotedString(local) : isDotAtom(local);
    }

    private static boolean isDotAtom(String s) {
        if (s.startsWith(".") || s.endsWith(".") || s.contains("..")) {
            return false;
        }
        return s.codePoints().allMatch(c -> c == '.' || isAtext(c));
    }

    private static boolean isAtext(int c) {
        if (c >= 0x80) {
            return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
        }
        return c > ' ' && c < 0x7f && "()<>[]:;@\\,\"".indexOf(c) < 0;
    }

    private static boolean isQuotedString(String s) {
        if (s.length() < 3 || !s.endsWith("\"")) {
            return false;
        }
        for (int i = 1; i < s.length() - 1; i++) {
            char c = s.charAt(i);
            if (c == '\\') {
                i++;
                if (i >= s.length() - 1) {
                    return false;
                }
                c = s.charAt(i);
            } else if (c == '"') {
                return false;
            }
            if (c < ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** {@code "ann"@x} and {@code ann@x} are one mailbox (RFC 5321, section 4.1.2). */
    private static String unquote(String local) {
        if (!local.startsWith("\"")) {
            return local;
        }
        String bare = local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
        return isDotAtom(bare) ? bare : local;
    }

    private static Optional<String> domain(String domain) {
        if (domain.startsWith("[")) {
            boolean literal = domain.endsWith("]")
                    && domain.substring(1, domain.length() - 1).matches("[0-9A-Za-z.:]+");
            return literal ? Optional.of(domain.toLowerCase(Locale.ROOT)) : Optional.empty();
        }
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean wellFormed = ascii.length() <= 255
                && !ascii.isEmpty()
                && !ascii.startsWith(".")
                && !ascii.endsWith(".")
                && !ascii.contains("..");
        return wellFormed ? Optional.of(ascii) : Optional.empty();
    }

    public String localPart() {
        return localPart;
    }

    /** Lower-case A-label form. */
    public String domain() {
        return domain;
    }

    @Override
    public int compareTo(MailAddress other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : localPart.compareTo(other.localPart);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof MailAddress other && localPart.equals(other.localPart) && domain.equals(other.domain);
    }

    @Override
    public int hashCode() {
        return 31 * domain.hashCode() + localPart.hashCode();
    }

    /** The addr-spec in normal form. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
