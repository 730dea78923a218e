package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;

/** What a container calls a certificate: its issuer and serial number, or its subject key identifier. */
sealed interface CertificateName {

    /** {@code CN=… #1A2B} or {@code ski:…}. */
    String shown();

    /** How a missing key is known by: {@code smime:issuer#serial} or {@code smime:ski:…}. */
    String missing();

    List<StoredCertificate> findIn(CertificateStore store);

    boolean names(ParsedCertificate certificate);

    record ByIssuer(String issuer, Octets canonicalIssuer, BigInteger serial) implements CertificateName {

        static ByIssuer of(IssuerAndSerialNumber name) {
            return new ByIssuer(
                    Dn.text(name.getName()),
                    Dn.canonical(name.getName()),
                    name.getSerialNumber().getValue());
        }

        private String serialHex() {
            return serial.toString(16).toUpperCase(Locale.ROOT);
        }

        @Override
        public String shown() {
            return issuer + " #" + serialHex();
        }

        @Override
        public String missing() {
            return "smime:" + issuer + "#" + serialHex();
        }

        @Override
        public List<StoredCertificate> findIn(CertificateStore store) {
            return store.byIssuerAndSerial(canonicalIssuer, serial);
        }

        @Override
        public boolean names(ParsedCertificate certificate) {
            return certificate.x509().serial().equals(serial)
                    && certificate.x509().issuerName().equals(canonicalIssuer);
        }
    }

    record ByKeyIdentifier(Octets identifier) implements CertificateName {

        static ByKeyIdentifier of(ASN1OctetString identifier) {
            return new ByKeyIdentifier(Octets.of(identifier.getOctets()));
        }

        @Override
        public String shown() {
            return "ski:" + identifier.hex();
        }

        @Override
        public String missing() {
            return "smime:ski:" + identifier.hex();
        }

        @Override
        public List<StoredCertificate> findIn(CertificateStore store) {
            return store.bySubjectKeyIdentifier(identifier);
        }

        @Override
        public boolean names(ParsedCertificate certificate) {
            return certificate
                    .x509()
                    .subjectKeyIdentifier()
                    .filter(identifier::equals)
                    .isPresent();
        }
    }

    static CertificateName of(SignerIdentifier id) {
        return id.isTagged()
                ? ByKeyIdentifier.of(ASN1OctetString.getInstance(id.getId()))
                : ByIssuer.of(IssuerAndSerialNumber.getInstance(id.getId()));
    }

    static CertificateName of(RecipientIdentifier id) {
        return id.isTagged()
                ? ByKeyIdentifier.of(ASN1OctetString.getInstance(id.getId()))
                : ByIssuer.of(IssuerAndSerialNumber.getInstance(id.getId()));
    }

    static CertificateName of(KeyAgreeRecipientIdentifier id) {
        return id.getIssuerAndSerialNumber() != null
                ? ByIssuer.of(id.getIssuerAndSerialNumber())
                : new ByKeyIdentifier(
                        Octets.of(id.getRKeyID().getSubjectKeyIdentifier().getOctets()));
    }
}
