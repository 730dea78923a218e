package org.sealdesk.crypt.store;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;

/**
 * A certificate and its facts as octets, and back. The first octet is the version of this form; a checksum ends it. The
 * facts that an engine read are kept beside the certificate, so that a lookup needs no engine.
 */
final class CertificateCodec {

    static final int VERSION = 1;

    private CertificateCodec() {}

    static byte[] encode(StoredRecord record) {
        OctetWriter out = new OctetWriter(record.certificate().encoded().size() + 1024).u8(VERSION);
        FactsCodec.write(out, record.facts());
        writeCertificate(out, record.certificate());
        return out.checksum().toArray();
    }

    static StoredRecord decode(byte[] octets) throws Malformed {
        OctetReader in = OctetReader.checked(octets);
        int version = in.u8();
        if (version != VERSION) {
            throw new Malformed("record has version " + version + ", this program reads " + VERSION);
        }
        try {
            var facts = FactsCodec.read(in);
            StoredRecord record = new StoredRecord(readCertificate(in), facts);
            in.end();
            return record;
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static void writeCertificate(OctetWriter out, Certificate certificate) {
        writeFingerprint(out, certificate.fingerprint());
        out.block(certificate.encoded())
                .list(certificate.names(), OctetWriter::text)
                .list(readable(certificate.addresses()), OctetWriter::text)
                .list(certificate.keys(), CertificateCodec::writeKey);
        writeValidity(out, certificate.validity());
        out.optional(certificate.revokedAt(), OctetWriter::instant)
                .optional(certificate.x509(), CertificateCodec::writeX509);
    }

    /** An address at the limit of its length may have grown beyond it when its domain became ASCII; nobody can mail it. */
    private static List<String> readable(Set<MailAddress> addresses) {
        return addresses.stream()
                .sorted()
                .map(MailAddress::toString)
                .filter(text -> MailAddress.parse(text).isPresent())
                .toList();
    }

    private static Certificate readCertificate(OctetReader in) throws Malformed {
        Fingerprint fingerprint = readFingerprint(in);
        Octets encoded = in.octets();
        List<String> names = in.list(OctetReader::text);
        Set<MailAddress> addresses = new HashSet<>(in.list(CertificateCodec::readAddress));
        List<ComponentKey> keys = in.list(CertificateCodec::readKey);
        Validity validity = readValidity(in);
        var revokedAt = in.optional(OctetReader::instant);
        Optional<X509Facts> x509 = in.optional(CertificateCodec::readX509);
        return new Certificate(fingerprint, encoded, names, addresses, keys, validity, revokedAt, x509);
    }

    static void writeFingerprint(OctetWriter out, Fingerprint fingerprint) {
        out.u8(Codes.KIND.of(fingerprint.kind())).block(fingerprint.value());
    }

    static Fingerprint readFingerprint(OctetReader in) throws Malformed {
        Fingerprint.Kind kind = Codes.KIND.value(in.u8());
        try {
            return new Fingerprint(kind, in.octets());
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static MailAddress readAddress(OctetReader in) throws Malformed {
        String text = in.text();
        return MailAddress.parse(text).orElseThrow(() -> new Malformed("stored address is none"));
    }

    private static void writeKey(OctetWriter out, ComponentKey key) {
        writeFingerprint(out, key.fingerprint());
        int capabilities = key.capabilities().stream()
                .mapToInt(c -> 1 << Codes.CAPABILITY.of(c))
                .sum();
        out.block(key.publicKeyIdentity())
                .text(key.family())
                .i32(key.bits())
                .text(key.algorithm())
                .u8(capabilities);
        writeValidity(out, key.validity());
        out.optional(key.revokedAt(), OctetWriter::instant);
    }

    private static ComponentKey readKey(OctetReader in) throws Malformed {
        Fingerprint fingerprint = readFingerprint(in);
        Octets identity = in.octets();
        String family = in.text();
        int bits = in.i32();
        String algorithm = in.text();
        Set<Capability> capabilities = readCapabilities(in.u8());
        Validity validity = readValidity(in);
        return new ComponentKey(
                fingerprint,
                identity,
                family,
                bits,
                algorithm,
                capabilities,
                validity,
                in.optional(OctetReader::instant));
    }

    private static Set<Capability> readCapabilities(int bits) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Capability capability : Codes.CAPABILITY.values()) {
            if ((bits >>> Codes.CAPABILITY.of(capability) & 1) == 1) {
                capabilities.add(capability);
            }
        }
        return capabilities;
    }

    private static void writeValidity(OctetWriter out, Validity validity) {
        out.instant(validity.from()).optional(validity.to(), OctetWriter::instant);
    }

    private static Validity readValidity(OctetReader in) throws Malformed {
        return new Validity(in.instant(), in.optional(OctetReader::instant));
    }

    private static void writeX509(OctetWriter out, X509Facts facts) {
        out.text(facts.subject())
                .text(facts.issuer())
                .block(facts.subjectName())
                .block(facts.issuerName())
                .block(facts.serial().toByteArray())
                .block(facts.sha1())
                .optional(facts.subjectKeyIdentifier(), OctetWriter::block)
                .optional(facts.authorityKeyIdentifier(), OctetWriter::block)
                .text(facts.subjectHash())
                .text(facts.subjectHashOld())
                .flag(facts.authority());
    }

    private static X509Facts readX509(OctetReader in) throws Malformed {
        String subject = in.text();
        String issuer = in.text();
        Octets subjectName = in.octets();
        Octets issuerName = in.octets();
        BigInteger serial = readSerial(in.block());
        Octets sha1 = in.octets();
        Optional<Octets> subjectKeyIdentifier = in.optional(OctetReader::octets);
        Optional<Octets> authorityKeyIdentifier = in.optional(OctetReader::octets);
        return new X509Facts(
                subject,
                issuer,
                subjectName,
                issuerName,
                serial,
                sha1,
                subjectKeyIdentifier,
                authorityKeyIdentifier,
                in.text(),
                in.text(),
                in.flag());
    }

    private static BigInteger readSerial(byte[] octets) throws Malformed {
        if (octets.length == 0) {
            throw new Malformed("serial number has no octets");
        }
        return new BigInteger(octets);
    }
}
