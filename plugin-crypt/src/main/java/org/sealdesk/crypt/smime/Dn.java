package org.sealdesk.crypt.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.ASN1VisibleString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.util.encoders.Hex;
import org.sealdesk.crypt.octets.Octets;

/** Distinguished names: as text for people (RFC 4514) and as octets for comparing. */
final class Dn {

    private static final Charset UTF_32 = Charset.forName("UTF-32BE");

    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "STREET"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"));

    private Dn() {}

    /** RFC 4514: last relative name first, escaped, control characters as hexadecimal pairs. */
    static String text(X500Name name) {
        StringBuilder out = new StringBuilder();
        RDN[] rdns = name.getRDNs();
        for (int i = rdns.length - 1; i >= 0; i--) {
            String separator = out.isEmpty() ? "" : ",";
            for (AttributeTypeAndValue tv : rdns[i].getTypesAndValues()) {
                out.append(separator);
                appendAttribute(out, tv);
                separator = "+";
            }
        }
        return out.toString();
    }

    private static void appendAttribute(StringBuilder out, AttributeTypeAndValue tv) {
        String oid = tv.getType().getId();
        out.append(KEYWORDS.getOrDefault(oid, oid)).append('=');
        if (tv.getValue() instanceof ASN1String s && !(s instanceof org.bouncycastle.asn1.ASN1BitString)) {
            appendEscaped(out, s instanceof ASN1UniversalString u ? universal(u) : s.getString());
        } else {
            out.append('#').append(Hex.toHexString(encoded(tv.getValue())));
        }
    }

    private static void appendEscaped(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = (i == 0 && (c == ' ' || c == '#')) || (i == value.length() - 1 && c == ' ');
            if (Character.isISOControl(c)) {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('\\').append(String.format("%02X", b));
                }
            } else if (edge || "\"+,;<>\\".indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
    }

    /**
     * Octets that are equal for equal names: the DER of each relative name with its values as UTF8String, trimmed,
     * inner white space collapsed, ASCII letters lower case. What OpenSSL hashes for its file names since version 1.0.
     */
    static Octets canonical(X500Name name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (RDN rdn : name.getRDNs()) {
            ASN1EncodableVector set = new ASN1EncodableVector();
            for (AttributeTypeAndValue tv : rdn.getTypesAndValues()) {
                set.add(canonical(tv.getType(), tv.getValue()));
            }
            out.writeBytes(encoded(new DERSet(set)));
        }
        return Octets.of(out.toByteArray());
    }

    private static DERSequence canonical(ASN1ObjectIdentifier type, ASN1Encodable value) {
        ASN1EncodableVector pair = new ASN1EncodableVector();
        pair.add(type);
        boolean folds = value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1IA5String
                || value instanceof ASN1T61String
                || value instanceof ASN1VisibleString
                || value instanceof ASN1BMPString
                || value instanceof ASN1UniversalString;
        if (folds && value instanceof ASN1String s) {
            pair.add(new DERUTF8String(fold(s instanceof ASN1UniversalString u ? universal(u) : s.getString())));
        } else {
            pair.add(value);
        }
        return new DERSequence(pair);
    }

    private static String universal(ASN1UniversalString s) {
        return new String(s.getOctets(), UTF_32);
    }

    private static String fold(String value) {
        StringBuilder out = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                gap = !out.isEmpty();
                continue;
            }
            if (gap) {
                out.append(' ');
                gap = false;
            }
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return out.toString();
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("distinguished name cannot be encoded", e);
        }
    }
}
