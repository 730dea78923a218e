package org.sealdesk.crypt.smime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.sealdesk.crypt.policy.Limits;

/** Files and values that no peer makes for us. */
final class Fixtures {

    private Fixtures() {}

    static byte[] der(byte[] pem) {
        String text = new String(pem, StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    static byte[] pkcs12WithForeignCertificate(byte[] certificate, byte[] pemKey, String password) throws Exception {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        DEROctetString id = new DEROctetString(new byte[] {1});
        OutputEncryptor lock = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(provider)
                .build(password.toCharArray());
        PKCS12SafeBagBuilder cert = new PKCS12SafeBagBuilder(new X509CertificateHolder(certificate));
        cert.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, id);
        PKCS12SafeBagBuilder key = new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(der(pemKey)), lock);
        key.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, id);
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        builder.addData(key.build());
        builder.addData(cert.build());
        return builder.build(
                        new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256).setProvider(provider),
                        password.toCharArray())
                .getEncoded();
    }

    static Limits limitsWithIterations(int iterations) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.mailOctets(),
                d.mimeDepth(),
                d.mimeParts(),
                d.headerFields(),
                d.headerOctets(),
                d.lineOctets(),
                d.cryptoLayers(),
                d.compressionLayers(),
                d.inflatedOctets(),
                d.inflationRatio(),
                d.recipients(),
                d.hiddenRecipientTries(),
                d.signatures(),
                d.cmsCertificates(),
                d.chainLength(),
                d.subjectAlternativeNames(),
                d.certificateOctets(),
                d.userIds(),
                d.subkeys(),
                d.argon2MailKibibytes(),
                d.argon2ImportKibibytes(),
                iterations,
                d.rsaMinBits(),
                d.rsaMaxBits(),
                d.importItems(),
                d.perMail());
    }
}
