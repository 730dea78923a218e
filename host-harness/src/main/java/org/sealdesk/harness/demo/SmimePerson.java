package org.sealdesk.harness.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Somebody with a mail certificate. */
record SmimePerson(String name, String address, KeyPair keys, X509Certificate certificate, X509Certificate issuer) {

    static SmimePerson of(String name, String address, KeyPair keys, CertificateAuthority ca, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return new SmimePerson(name, address, keys, ca.issue(name, address, keys.getPublic(), now), ca.root());
    }

    String mailbox() {
        return name + " <" + address + ">";
    }

    /** A detached CMS signature with the certificates that lead to the root, as base64 lines. */
    String sign(String octets) throws GeneralSecurityException, OperatorCreationException, CMSException, IOException {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate, issuer)));
        byte[] content = octets.getBytes(StandardCharsets.UTF_8);
        return lines(
                generator.generate(new CMSProcessableByteArray(content), false).getEncoded());
    }

    /** CMS EnvelopedData for this person, as base64 lines. The key must be an RSA key. */
    String encryptForMe(String octets) throws GeneralSecurityException, CMSException, IOException {
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(certificate));
        return lines(generator
                .generate(
                        new CMSProcessableByteArray(octets.getBytes(StandardCharsets.UTF_8)),
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
                .getEncoded());
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** Certificate and private key in one file. */
    String pemWithKey() throws GeneralSecurityException {
        return pem(certificate) + pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static String pem(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + lines(octets).replace("\r\n", "\n") + "\n-----END " + kind
                + "-----\n";
    }

    private static String lines(byte[] octets) {
        return Base64.getMimeEncoder(64, new byte[] {'\r', '\n'}).encodeToString(octets);
    }

    @Override
    public String toString() {
        return mailbox();
    }
}
