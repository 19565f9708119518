package com.example;

import org.brokersdk.iifl.IiflMarketsClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Web application whose users log in to IIFL on the page of the broker. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SpringBootLogin {

    public static void main(String[] args) {
        SpringApplication.run(SpringBootLogin.class, args);
    }

    /** Creates the client, which all users share. */
    @Bean(destroyMethod = "close")
    IiflMarketsClient iifl(IiflProperties properties) {
        IiflMarketsClient.Builder settings = IiflMarketsClient.builder()
                .appKey(properties.appKey())
                .appSecret(properties.appSecret())
                .redirectUrl(properties.redirectUrl());
        if (properties.baseUrl() != null) {
            settings.baseUrl(properties.baseUrl());
        }
        return settings.build();
    }
}
